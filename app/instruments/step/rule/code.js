// The step as PyTorch, one click away.
import { ask } from '../../kit/ask.js'
import { closesBeside, copying } from '../../kit/copying.js'
import { showCode, taking } from '../../kit/shown.js'
import { weightsAt } from '../step.js'
import { present, questionOf } from '../stepping.js'

export function code({ $, t, bus }) {
  const dialog = $('dialog')
  let asked = null
  const say = text => ($('.said').textContent = text)
  $('[data-do=code]').onclick = async () => {
    const pulse = present(bus)
    const at = pulse && weightsAt({ weights: bus.get('step.weights'), at: bus.get('step.at') }, pulse.columns)
    if (!at) return
    say('')
    $('code').textContent = ''
    dialog.showModal()
    try {
      const query = { ...questionOf(bus), layer: at.layer, unit: at.unit }
      asked = { path: 'step_code', name: `step-${at.layer}-${at.unit}`, query, body: pulse.of.seen.picture.values }
      showCode($('code'), await (await ask(asked.path, query, asked.body)).text())
    } catch (error) {
      say(error.message || bus.get('words').gone)
    }
  }
  copying($('[data-do=copy]'), () => $('code').textContent, t, say)
  taking($('[data-do=take]'), () => asked, say)
  closesBeside(dialog)
}
