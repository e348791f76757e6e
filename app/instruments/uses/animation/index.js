// A portrait that five points move: by handles, by a movement made up, or by the face before the camera; and how one notices.
import { styleOf } from '../../kit/canvas.js'
import { createElement } from '../../kit/element.js'
import { tooltip } from '../../kit/tooltip.js'
import { driven, HANDLES, posed, poseOf, poseText, REST } from '../pose.js'
import { openPortrait } from './opening.js'
import { marked, paintMoved } from './stage.js'
import { createDriver } from './driver.js'
import { createSigns } from './signs.js'

/** @typedef {import('../../kit/types.js').Instrument} Instrument */
/** @typedef {import('../pose.js').Pose} Pose */
/** @typedef {import('./portrait.js').Portrait} Portrait */
/** @typedef {import('./thin_plate.js').Place} Place */

const TURNS = { turn: 2.9, nod: 4.3, tilt: 6.1, smile: 3.7 } // seconds of a made-up movement's round

/** @param {Instrument} parts */
export function mount(parts) {
  const { $, t, bus } = parts
  /** @type {{ portrait: Portrait | null, moved: Place[] | null, playing: number }} */
  const now = { portrait: null, moved: null, playing: 0 }
  const signs = createSigns(parts, () => now.portrait)
  const visible = () => bus.get('tab') === 'uses' && bus.get('uses.view') === 'animation'
  const pose = () => /** @type {Pose} */ (poseOf(bus.get('uses.pose')) ?? REST)
  const shows = () => ({ mesh: $('[data-shows=mesh]').checked, stretch: $('[data-shows=stretch]').checked })
  const canvas = $('.portrait canvas')
  /** @param {Place[]} moved */
  function paint(moved) {
    if (!now.portrait) return
    now.moved = moved
    const style = styleOf(canvas)
    signs.stretched(
      paintMoved(canvas, now.portrait, moved, shows(), {
        accent: style.of('accent'),
        danger: style.of('danger'),
        paper: style.of('paper'),
      }),
    )
  }
  const paintPose = (given = pose()) => now.portrait && paint(posed(now.portrait.points, given))
  const say = sentence => {
    $('.trouble').textContent = sentence ?? ''
  }
  const driver = createDriver(parts, {
    moved: (first, face) => now.portrait && paint(driven(now.portrait.points, first, face)),
    ended: () => paintPose(),
    say,
  })
  const open = async whose => {
    const found = await openPortrait(parts, whose, say)
    if (!found) return
    now.portrait = found
    for (const button of $('.whose').children) button.ariaPressed = String(button.dataset.whose === whose)
    paintPose()
    signs.renewed()
  }
  bindHandles(parts, now, { pose, paintPose, driver })
  for (const button of $('.whose').children) button.onclick = () => open(button.dataset.whose)
  for (const box of parts.$$('[data-shows]')) box.onchange = () => now.moved && paint(now.moved)
  $('[data-do=save]').onclick = () => save(canvas, t)
  tooltip($('.idea'), t.idea_help)
  const renew = () => {
    if (!visible()) return stopPlaying(parts, now)
    if (!now.portrait) open('sample')
  }
  bus.on(['tab', 'uses.view'], renew)
  bus.on('theme', () => now.moved && paint(now.moved))
  bus.on('uses.pose', () => !now.playing && !driver.on && paintPose())
}

/** The four handles, the made-up movement and the way back to rest. */
function bindHandles(parts, now, { pose, paintPose, driver }) {
  const { $, t, bus } = parts
  const inputs = HANDLES.map(name => {
    const input = createElement('input', { type: 'range', min: '-1', max: '1', step: '0.05' })
    input.dataset.handle = name
    input.setAttribute('aria-label', t[name])
    $('.handles').append(createElement('label', '', createElement('span', { textContent: t[name] }), input))
    input.oninput = () => {
      stopPlaying(parts, now)
      driver.stop()
      bus.set('uses.pose', poseText({ ...pose(), [name]: Number(input.value) }))
    }
    return input
  })
  bus.on('uses.pose', () => inputs.forEach((input, i) => (input.value = String(pose()[HANDLES[i]]))))
  $('[data-do=rest]').onclick = () => {
    stopPlaying(parts, now)
    driver.stop()
    bus.set('uses.pose', poseText(REST))
  }
  const play = $('[data-do=play]')
  play.onclick = () => {
    if (now.playing) return stopPlaying(parts, now)
    driver.stop()
    const from = performance.now()
    const step = () => {
      const seconds = (performance.now() - from) / 1000
      paintPose(Object.fromEntries(HANDLES.map(name => [name, 0.9 * Math.sin((2 * Math.PI * seconds) / TURNS[name])])))
      now.playing = requestAnimationFrame(step)
    }
    now.playing = requestAnimationFrame(step)
    describePlay(parts, now)
  }
  $('[data-do=camera]').addEventListener('click', () => stopPlaying(parts, now))
  describePlay(parts, now)
}

function describePlay({ $, t }, { playing }) {
  const button = $('[data-do=play]')
  button.textContent = playing ? t.stop : t.play
  button.ariaPressed = String(!!playing)
}

function stopPlaying(parts, now) {
  if (!now.playing) return
  cancelAnimationFrame(now.playing)
  now.playing = 0
  describePlay(parts, now)
}

async function save(canvas, t) {
  const file = await marked(canvas, t.mark)
  if (!file) return
  const link = createElement('a', { href: URL.createObjectURL(file), download: 'made-portrait.png' })
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
