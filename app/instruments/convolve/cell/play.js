// The terms are added one after the other: by themselves, or one for each press where motion is not wanted.
const EVERY = 250 // ms

/** `count()`: how many terms there are; `show(n)`: the first n are added, null: all. → stop() */
export function player(button, count, show) {
  let added = null
  let timer = 0
  const put = n => {
    added = n
    show(n)
  }
  const stop = () => {
    clearInterval(timer)
    timer = 0
    button.textContent = '▶'
    if (added !== null) put(null)
  }
  const step = () => (added + 1 > count() ? stop() : put(added + 1))
  button.onclick = () => {
    if (timer) return stop()
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) return added === null ? put(1) : step()
    put(1)
    button.textContent = '■'
    timer = setInterval(step, EVERY)
  }
  return stop
}
