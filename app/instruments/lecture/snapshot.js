// The open tab as a picture, as it is on the screen now: a copy of its elements, painted by the browser itself inside an SVG.
import { contextOf } from '../kit/canvas.js'
import { createElement } from '../kit/element.js'

const PANEL = '#main > [role=tabpanel]:not([style*="display: none"])'
const XHTML = 'http://www.w3.org/1999/xhtml'

/** Every rule that applies on this page, as text: all of it comes from this host. */
function rules() {
  const texts = []
  for (const sheet of document.styleSheets) {
    try {
      for (const rule of sheet.cssRules) texts.push(rule.cssText)
    } catch {
      /* a sheet that may not be read says nothing here */
    }
  }
  return texts.join('\n')
}

function toDataUrl(source, width, height) {
  const canvas = createElement('canvas', { width, height })
  contextOf(canvas).drawImage(source, 0, 0, width, height)
  return canvas.toDataURL()
}

/** What a copy of an element does not take along: what was painted, typed, chosen, and how far it was scrolled. */
function copyState(from, to) {
  const { tagName } = from
  if (tagName === 'CANVAS' || tagName === 'IMG') {
    const image = createElement('img')
    for (const { name, value } of to.attributes) if (!['src', 'loading'].includes(name)) image.setAttribute(name, value)
    const [width, height] = tagName === 'CANVAS' ? [from.width, from.height] : [from.naturalWidth, from.naturalHeight]
    if (width && height) image.setAttribute('src', tagName === 'CANVAS' ? from.toDataURL() : toDataUrl(from, width, height))
    const { width: w, height: h } = getComputedStyle(from)
    image.style.cssText += `;width:${w};height:${h}`
    to.replaceWith(image)
    return
  }
  if (tagName === 'INPUT' && from.type !== 'file') {
    to.setAttribute('value', from.value)
    to.toggleAttribute('checked', from.checked)
  }
  if (tagName === 'OPTION') to.toggleAttribute('selected', from.selected)
  if (from.scrollLeft && to.firstElementChild) to.firstElementChild.style.marginLeft = `${-from.scrollLeft}px`
  if (from.scrollTop && to.firstElementChild) to.firstElementChild.style.marginTop = `${-from.scrollTop}px`
}

/** A copy inside copies of everything that it lies in, without what lies beside it. */
function cloneAncestors(panel) {
  const copy = panel.cloneNode(true)
  const [from, to] = [panel, copy].map(root => [...root.querySelectorAll('*')])
  from.forEach((element, i) => copyState(element, to[i]))
  for (const script of copy.querySelectorAll('script, dialog, .veils')) script.remove()
  let whole = copy
  for (let above = panel.parentElement; above && above !== document.documentElement; above = above.parentElement) {
    const shell = above === document.body ? createElement('div') : above.cloneNode(false)
    if (above === document.body) shell.className = above.className
    shell.append(whole)
    whole = shell
  }
  return whole
}

const loaded = address =>
  new Promise((done, failed) => {
    const image = new Image()
    image.onload = () => done(image)
    image.onerror = () => failed(new Error('the picture of the stage could not be painted'))
    image.src = address
  })

/** → { image, width, height } of the stage, in px of the page. */
export async function renderStage() {
  const panel = /** @type {HTMLElement} */ (document.querySelector(PANEL))
  const { left, top, width, height } = panel.getBoundingClientRect()
  const root = document.documentElement
  const body = new XMLSerializer().serializeToString(cloneAncestors(panel))
  const sheet = rules().replaceAll(']]>', '')
  const shift = `position:absolute;left:0;top:0;width:${root.clientWidth}px;`
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${innerWidth}" height="${innerHeight}" class="${root.className}"><style><![CDATA[${sheet}]]></style><foreignObject width="100%" height="100%"><div xmlns="${XHTML}" lang="${root.lang}" style="${shift}">${body}</div></foreignObject></svg>`
  const image = await loaded(`data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`)
  return { image, left, top, width, height }
}

/** A part of the stage, given in fractions of its sides, on a canvas `wide` px wide. */
export function cropStage({ image, left, top, width, height }, [x, y, w, h], wide) {
  const canvas = createElement('canvas', { width: wide, height: Math.round((wide * h * height) / (w * width)) })
  const ctx = contextOf(canvas)
  ctx.fillStyle = getComputedStyle(document.body).backgroundColor
  ctx.fillRect(0, 0, canvas.width, canvas.height)
  ctx.drawImage(image, left + x * width, top + y * height, w * width, h * height, 0, 0, canvas.width, canvas.height)
  return canvas
}
