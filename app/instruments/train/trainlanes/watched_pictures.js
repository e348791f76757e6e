// The twelve pictures that are held back: what the network says of each at an epoch, and in which epochs it was right.
import { createElement } from '../../kit/element.js'
import { paintPicture, styleOf, theme, contextOf } from '../../kit/canvas.js'
import { fillTemplate } from '../../kit/numbers.js'
import { write } from '../../kit/language.js'
import { tooltip } from '../../kit/tooltip.js'

const LONG = 2 // letters of an answer that still fit under a picture; longer ones are shown as a picture of the class

/** Built once into `element`: → show({ line, lane, epoch, last }). */
export function createWatchedPictures(element, t) {
  const head = createElement('p', 'top')
  const name = createElement('b')
  const count = createElement('span', 'count')
  head.append(name, createElement('span', 'quiet', ` ${t.says}`), count)
  tooltip(name, t.picked)
  const list = createElement('ol', 'twelve')
  element.replaceChildren(head, list)
  let of = null
  let light = null
  let shown = []
  const pictures = (line, bright) => {
    of = line
    light = bright
    const [n, height, width, channels] = line.pictures.shape
    const size = height * width * channels
    const drawing = channels === 1
    shown = Array.from({ length: n }, (_, i) => {
      const item = createElement('li')
      const canvas = createElement('canvas', 'picture')
      const values = line.pictures.values.subarray(i * size, (i + 1) * size)
      paintPicture(canvas, drawing && bright ? values.map(v => 255 - v) : values, [height, width, channels])
      const answer = createElement('span', 'answer')
      const history = createElement('canvas', 'history')
      item.append(canvas, answer, history)
      return { item, canvas, answer, history }
    })
    list.replaceChildren(...shown.map(one => one.item))
    name.textContent = drawing && line.classes.every(one => one.length === 1) ? t.watched_digits : t.watched_pictures
  }
  return ({ line, lane, epoch, last }) => {
    const now = theme() === 'light'
    if (of !== line || light !== now) pictures(line, now)
    const sizes = shown.map(({ history: { clientWidth, clientHeight } }) => [clientWidth, clientHeight]) // before anything is written: laid out once
    const standing = lane.standings[Math.min(epoch, lane.standings.length - 1)]
    const answers = standing?.answers
    const right = answers?.filter((answer, i) => answer === line.labels[i]).length ?? 0
    count.innerHTML = ''
    if (answers) count.append(createElement('b', '', String(right)), fillTemplate(t.right_of, { n: '', all: answers.length }))
    shown.forEach((one, i) => {
      const truth = line.labels[i]
      const wrong = answers && answers[i] !== truth
      one.item.className = wrong ? 'wrong' : ''
      one.item.title = describeAnswer(t, line, lane, i, answers?.[i])
      setAnswer(one.answer, answers ? line.classes[answers[i]] : '', answers?.[i], shown)
      history(one.history, sizes[i], lane, i, truth, standing?.epoch ?? 0, last)
    })
  }
}

function describeAnswer(t, line, lane, i, answer) {
  const truth = line.classes[line.labels[i]]
  if (answer === undefined) return fillTemplate(t.unanswered, { true: truth })
  const share = lane.standings.filter(one => one.answers[i] === line.labels[i]).length
  return fillTemplate(t.picture, {
    true: truth,
    answer: line.classes[answer],
    share: write.count(share),
    epochs: write.count(lane.standings.length),
  })
}

/** A digit as it is; a long name as the picture of its class, the first of those that are watched. */
function setAnswer(element, words, answer, shown) {
  if (words.length <= LONG || !shown[answer]) {
    element.textContent = words
    return
  }
  const small = createElement('canvas', 'small')
  const from = shown[answer].canvas
  Object.assign(small, { width: from.width, height: from.height })
  contextOf(small).drawImage(from, 0, 0)
  small.setAttribute('role', 'img')
  small.ariaLabel = words
  element.replaceChildren(small)
}

/**
 * One column an epoch, filled where it was right, and a line at the epoch that is looked at.
 * @param {HTMLCanvasElement} canvas
 * @param {number[]} size
 * @param {any} lane
 * @param {number} i
 * @param {any} truth
 * @param {number} epoch
 * @param {any} last
 */
function history(canvas, [width, height], lane, i, truth, epoch, last) {
  if (!width) return
  const ratio = devicePixelRatio || 1
  Object.assign(canvas, { width: Math.round(width * ratio), height: Math.round(height * ratio) })
  const ctx = contextOf(canvas)
  const styles = styleOf(canvas)
  const column = canvas.width / (last + 1)
  ctx.fillStyle = styles.of('line')
  ctx.fillRect(0, 0, canvas.width, canvas.height)
  ctx.fillStyle = styles.of('accent')
  lane.standings.forEach((one, e) => {
    if (one.answers[i] === truth) ctx.fillRect(Math.floor(e * column), 0, Math.ceil(column), canvas.height)
  })
  if (!lane.standings.length) return
  ctx.fillStyle = styles.of('ink')
  ctx.fillRect(Math.round((epoch + 0.5) * column - ratio), 0, Math.round(1.5 * ratio), canvas.height)
}
