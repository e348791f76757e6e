// A picture of the visitor's own: from a file, the clipboard, a drop, or the camera, which is looked through live.
import { bus as page } from '../../kit/bus.js'
import { camera } from '../../kit/camera.js'
import { bring, show } from '../../kit/intake.js'

const EVERY = 250 // ms: four pictures of the camera a second are a moving picture

export function mount({ $, $$, t, bus }) {
  const picture = $('img')
  const video = $('video')
  const field = $('input[type=file]')
  let address = null
  let timer = 0
  let answered = null // the picture that the last one of the camera came after
  const changed = on => {
    clearTimeout(timer)
    video.hidden = !on
    for (const b of $$('[data-do=choose], [data-do=camera]')) b.hidden = on
    for (const b of $$('[data-do=keep], [data-do=stop]')) b.hidden = !on
    shown(bus.get('source'))
    if (on) look()
  }
  const cam = camera(video, t, { told: sentence => page.set('trouble', sentence), changed })
  async function look() {
    if (!cam.on) return
    // The picture before has been answered, or was refused: one question at a time, and none while nobody looks.
    const ready = page.get('seen')?.picture !== answered || page.get('trouble')
    if (!document.hidden && ready) {
      const seen = page.get('seen')?.picture
      const file = await cam.snap()
      if (cam.on && file) {
        answered = seen
        show({ file, name: t.live })
      }
    }
    timer = setTimeout(look, EVERY)
  }
  async function keep() {
    const file = await cam.snap()
    cam.stop()
    if (file) bring(file, t.yours)
  }
  function shown(source) {
    if (address) URL.revokeObjectURL(address)
    address = source?.file && !cam.on ? URL.createObjectURL(source.file) : null
    picture.hidden = !address
    if (address) picture.src = address
    else picture.removeAttribute('src')
  }
  const doing = { choose: () => field.click(), camera: cam.start, keep, stop: cam.stop }
  for (const b of $$('[data-do]')) b.onclick = doing[b.dataset.do]
  const take = () => {
    const [file] = field.files
    field.value = '' // the same file may be chosen again
    if (file) bring(file)
  }
  field.onchange = take
  take() // what was chosen before anybody listened
  bus.on('source', source => {
    if (cam.on && source.name !== t.live) cam.stop()
    if (!cam.on) shown(source)
  })
}
