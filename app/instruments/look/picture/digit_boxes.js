// The digits that were found, framed on the picture: the one that is read, and others that can be.
import { createSvgElement } from '../../kit/element.js'
import { fillTemplate } from '../../kit/numbers.js'

/** What to frame: { size, boxes, digit }, or null where there is nothing to choose or to see. Pure. */
export const framed = (seen, source, drawing) =>
  drawing && source?.file && seen?.found?.boxes?.length ? { size: seen.found.size, boxes: seen.found.boxes, digit: seen.found.digit } : null

/** Lays the boxes over a picture that is shown whole (`object-fit: contain`). `pick(i)`: another digit shall be read. */
export function layBoxes(svg, found, t, pick) {
  svg.toggleAttribute('hidden', !found)
  if (!found) return svg.replaceChildren()
  const [width, height] = found.size
  svg.setAttribute('viewBox', `0 0 ${width} ${height}`)
  const many = found.boxes.length > 1
  const held = svg.contains(document.activeElement)
  svg.replaceChildren(
    ...found.boxes.map(([left, top, right, bottom], i) => {
      const rect = createSvgElement('rect')
      for (const [name, value] of Object.entries({ x: left, y: top, width: right - left, height: bottom - top }))
        rect.setAttribute(name, value)
      rect.classList.toggle('read', i === found.digit)
      if (many) {
        rect.setAttribute('role', 'radio')
        rect.setAttribute('aria-checked', String(i === found.digit))
        rect.setAttribute('aria-label', fillTemplate(t.box, { i: i + 1, n: found.boxes.length }))
        rect.setAttribute('tabindex', i === (found.digit ?? 0) ? '0' : '-1')
        rect.onclick = () => pick(i)
        rect.onkeydown = event => {
          const to = { Enter: i, ' ': i, ArrowRight: i + 1, ArrowDown: i + 1, ArrowLeft: i - 1, ArrowUp: i - 1 }[event.key]
          if (to === undefined) return
          event.preventDefault()
          pick((to + found.boxes.length) % found.boxes.length)
        }
      }
      return rect
    }),
  )
  if (many) svg.setAttribute('role', 'radiogroup')
  else svg.removeAttribute('role')
  svg.setAttribute('aria-hidden', String(!many))
  if (many && held) svg.querySelector('.read')?.focus()
}
