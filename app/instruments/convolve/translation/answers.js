// The answers side by side: a thick bar for the picture as it is moved, a thin one for where it was.
import { createElement } from '../../kit/element.js'
import { write } from '../../kit/language.js'
import { distribution } from './positions.js'

function row(name) {
  const li = createElement('li')
  const [label, track, now, before] = ['class', 'track', 'now', 'before'].map(className => createElement('span', className))
  label.textContent = name
  track.append(createElement('i', 'now'), createElement('i', 'before'))
  li.append(label, track, now, before)
  return li
}

/** Fills a list from a network's answers; `names` are its classes. */
export function answers(list) {
  return (found, place, names) => {
    if (list.children.length !== found.classes) list.replaceChildren(...names.map(row))
    const [now, before] = [distribution(found, place), distribution(found, [0, 0])]
    const best = now.reduce((most, v, k) => (v > now[most] ? k : most), 0)
    for (const [k, li] of [...list.children].entries()) {
      const [, track, p, was] = li.children
      track.children[0].style.transform = `scaleX(${now[k]})`
      track.children[1].style.transform = `scaleX(${before[k]})`
      p.textContent = write.percent(now[k])
      was.textContent = write.percent(before[k])
      li.classList.toggle('best', k === best)
      li.classList.toggle('flipped', k === best && k !== found.home)
    }
  }
}
