// The taught network taken home, brought back, and the lines of PyTorch that make it.
import { createElement } from '../../kit/element.js'
import { ask } from '../../kit/ask.js'
import { closeOnOutsideClick, copyButton } from '../../kit/copy_button.js'
import { besideOf } from '../../kit/names.js'
import { fillTemplate } from '../../kit/numbers.js'
import { showCode, downloadCodeButton } from '../../kit/code_view.js'
import { write } from '../../kit/language.js'
import { withFileName } from '../../kit/picture_input.js'
import { finishedRun } from '../settings.js'

/** @typedef {import('../../kit/types.js').Instrument} Instrument */

/**
 * @param {Pick<Instrument, '$' | 't' | 'bus'>} parts
 * @param {any} own
 */
export function bindExport({ $, t, bus }, own) {
  let writing = false
  const said = text => ($('.said').textContent = text)
  $('[data-do=home]').title = t.download_help
  $('[data-do=onnx]').title = t.onnx_help
  $('[data-do=back]').title = t.back_help
  const show = () => {
    const run = finishedRun(own.get('run'))
    const card = run && bus.get('networks')?.get(run.now.network)
    $('[data-do=home]').disabled = !run
    $('[data-do=onnx]').disabled = !run || writing
    $('[data-do=code]').disabled = !own.get('freezePoints')
    $('.size').textContent = card ? fillTemplate(t.size, { n: write.short((4 * card.parameters) / 1e6, 2) }) : ''
    $('.home b').title = card ? fillTemplate(t.open, { name: card.title }) : ''
  }
  bus.on(['transfer.run', 'transfer.freezePoints', 'networks'], show)
  $('[data-do=home]').onclick = () => asking(said, () => download('network_download', finishedRun(own.get('run')).now.network, 'zip'))
  $('[data-do=onnx]').onclick = () =>
    asking(said, async () => {
      writing = true
      show()
      said(t.onnx_writing)
      try {
        await download('network_download_onnx', finishedRun(own.get('run')).now.network, 'onnx')
        said('')
      } finally {
        writing = false
        show()
      }
    })
  $('[data-do=project]').onclick = () => bus.set('work.show', Symbol())
  $('[data-do=back]').onclick = () => $('.weights').click()
  $('.weights').onchange = () => {
    const [file] = $('.weights').files
    $('.weights').value = ''
    if (file)
      asking(
        text => said(text && withFileName(file, text)),
        () => uploadNetwork(file, { t, bus, said }),
      )
  }
  code({ $, t }, own, said)
}

async function asking(said, act) {
  try {
    said('')
    await act()
  } catch (thrown) {
    const error = /** @type {import('../../kit/types.js').Failure} */ (thrown)
    if (!error.kind) console.error(error)
    said(error.message)
  }
}

async function download(route, key, kind) {
  const response = await ask(route, { network: key })
  const link = createElement('a', { href: URL.createObjectURL(await response.blob()), download: `${key.split('/')[1]}.${kind}` })
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}

const HEAD = 2 << 20 // bytes at the beginning of a .safetensors, where one that was saved here says so

/**
 * @param {any} file
 * @param {Pick<Instrument, 't' | 'bus'> & Record<string, any>} parts
 */
async function uploadNetwork(file, { t, bus, said }) {
  if (!(await file.slice(0, HEAD).text()).includes('convolutions/1')) return bus.set('networkFile', file) // its form asks what it leaves open
  const { network } = await (await ask('network_upload', {}, file)).json()
  const before = besideOf(network, bus.get('networks'))
  bus.set('ownNetworksChanged', { changed: [network] })
  const name = network.split('/')[1]
  said(before ? fillTemplate(t.brought_beside, { name, before: before.split('/')[1] }) : fillTemplate(t.brought, { name }))
}

function code({ $, t }, own, said) {
  const dialog = $('dialog')
  let asked = null
  $('[data-do=code]').onclick = () =>
    asking(said, async () => {
      asked = { path: 'fine_tune_code', name: 'teach', query: {}, body: JSON.stringify(own.plan()) }
      showCode($('code'), await (await ask(asked.path, {}, asked.body)).text())
      dialog.showModal()
    })
  closeOnOutsideClick(dialog)
  copyButton($('[data-do=copy]'), () => $('code').textContent, t)
  downloadCodeButton($('[data-do=take]'), () => asked, said)
}
