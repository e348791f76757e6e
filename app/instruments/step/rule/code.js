// The step as PyTorch, one click away.
import { ask } from '../../kit/ask.js'
import { weightsAt } from '../step.js'
import { present, questionOf } from '../stepping.js'

const SAID = 2000 // ms a button says that it is done

export function code({ $, t, bus }) {
  const dialog = $('dialog')
  const button = $('[data-do=copy]')
  const say = text => ($('.said').textContent = text)
  $('[data-do=code]').onclick = async () => {
    const pulse = present(bus)
    const at = pulse && weightsAt({ weights: bus.get('step.weights'), at: bus.get('step.at') }, pulse.columns)
    if (!at) return
    say('')
    $('code').textContent = ''
    dialog.showModal()
    try {
      const answer = await ask('step_code', { ...questionOf(bus), layer: at.layer, unit: at.unit }, pulse.of.seen.picture.values)
      $('code').textContent = await answer.text()
    } catch (error) {
      say(error.message || bus.get('words').gone)
    }
  }
  button.onclick = async () => {
    try {
      await navigator.clipboard.writeText($('code').textContent)
      button.textContent = t.copied
      say(t.copied)
      setTimeout(() => (button.textContent = t.copy), SAID)
    } catch {
      say(t.not_copied)
    }
  }
  dialog.addEventListener('click', event => {
    if (event.target === dialog) dialog.close()
  })
}
