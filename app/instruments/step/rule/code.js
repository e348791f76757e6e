// The step as PyTorch, one click away.
import { ask } from '../../kit/ask.js'
import { closesBeside, copying } from '../../kit/copying.js'
import { weightsAt } from '../step.js'
import { present, questionOf } from '../stepping.js'

export function code({ $, t, bus }) {
  const dialog = $('dialog')
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
  copying($('[data-do=copy]'), () => $('code').textContent, t, say)
  closesBeside(dialog)
}
