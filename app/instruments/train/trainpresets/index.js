// The presets, and the button that trains.
import { radioGroup, radioButtons } from '../../kit/radio_group.js'
import { FIRST } from '../settings.js'
import { startTrain } from '../controller.js'

/** @typedef {import('../../kit/types.js').Instrument} Instrument */

/** @param {Instrument} parts */
export function mount({ $, t, bus }) {
  const button = $('.go')
  const show = radioGroup($('.choices'), point => {
    bus.set('train.point', point) // first: what is looked at of a race that runs stays so
    for (const key of /** @type {const} */ (['left', 'right', 'measure', 'lanes', 'repeats', 'epoch'])) bus.set(`train.${key}`, FIRST[key])
  })
  bus.on(['train.menu', 'train.settings'], () => {
    const [menu, now] = [bus.get('train.menu'), bus.get('train.settings')]
    if (!menu || !now) return
    if ($('.choices').childElementCount !== menu.presets.length)
      $('.choices').replaceChildren(...radioButtons(menu.presets.map(({ key, title }) => [key, title])))
    const untouched = bus.get('train.left') === null && bus.get('train.right') === null
    show(untouched ? now.point : '')
    button.disabled = false
  })
  bus.on(['train.race', 'train.pending'], () => {
    const [race, next] = [bus.get('train.race'), bus.get('train.pending')]
    if (!race) return
    const runs = ['running', 'stopping'].includes(race.state)
    button.textContent = runs ? (race.queued ? t.leave : t.stop) : race.state === 'ended' && !next ? t.again : t.train
    button.classList.toggle('stop', runs)
    button.disabled = race.state === 'stopping'
  })
  button.onclick = () => (bus.get('train.race')?.state === 'running' ? bus.get('train.actions').stop() : bus.get('train.actions').start())
  button.textContent = t.train
  startTrain()
}
