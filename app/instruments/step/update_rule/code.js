// The step as PyTorch, one click away.
import { ask } from '../../kit/ask.js'
import { closeOnOutsideClick, copyButton } from '../../kit/copy_button.js'
import { showCode, downloadCodeButton } from '../../kit/code_view.js'
import { weightsAt } from '../settings.js'
import { currentPass, questionOf } from '../controller.js'

/** @typedef {import('../../kit/types.js').Instrument} Instrument */

/** @param {Pick<Instrument, '$' | 't' | 'bus'>} parts */
export function code({ $, t, bus }) {
  const dialog = $('dialog')
  let asked = null
  const say = text => ($('.said').textContent = text)
  $('[data-do=code]').onclick = async () => {
    const pass = currentPass(bus)
    const at = pass && weightsAt({ weights: bus.get('step.weights'), at: bus.get('step.at') }, pass.columns)
    if (!at) return
    say('')
    $('code').textContent = ''
    dialog.showModal()
    try {
      const query = { ...questionOf(bus), layer: at.layer, unit: at.unit }
      asked = { path: 'step_code', name: `step-${at.layer}-${at.unit}`, query, body: pass.of.seen.picture.values }
      showCode($('code'), await (await ask(asked.path, query, asked.body)).text())
    } catch (thrown) {
      const error = /** @type {import('../../kit/types.js').Failure} */ (thrown)
      say(error.message || bus.get('words').gone)
    }
  }
  copyButton($('[data-do=copy]'), () => $('code').textContent, t, say)
  downloadCodeButton($('[data-do=take]'), () => asked, say)
  closeOnOutsideClick(dialog)
}
