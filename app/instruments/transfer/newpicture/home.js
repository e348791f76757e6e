// The taught network taken home, brought back, and the lines of PyTorch that make it.
import { ask } from '../../kit/ask.js'
import { closesBeside, copying } from '../../kit/copying.js'
import { besideOf } from '../../kit/names.js'
import { fill } from '../../kit/numbers.js'
import { showCode, taking } from '../../kit/shown.js'
import { write } from '../../kit/language.js'
import { ofFile } from '../../kit/intake.js'
import { taughtRun } from '../transfer.js'

export function home({ $, t, bus }, own) {
  let writing = false
  const said = text => ($('.said').textContent = text)
  $('[data-do=home]').title = t.download_help
  $('[data-do=onnx]').title = t.onnx_help
  $('[data-do=back]').title = t.back_help
  const show = () => {
    const run = taughtRun(own.get('run'))
    const card = run && bus.get('networks')?.get(run.now.network)
    $('[data-do=home]').disabled = !run
    $('[data-do=onnx]').disabled = !run || writing
    $('[data-do=code]').disabled = !own.get('places')
    $('.size').textContent = card ? fill(t.size, { n: write.short((4 * card.parameters) / 1e6, 2) }) : ''
    $('.home b').title = card ? fill(t.open, { name: card.title }) : ''
  }
  bus.on(['transfer.run', 'transfer.places', 'networks'], show)
  $('[data-do=home]').onclick = () => asking(said, () => download('take_home', taughtRun(own.get('run')).now.network, 'zip'))
  $('[data-do=onnx]').onclick = () =>
    asking(said, async () => {
      writing = true
      show()
      said(t.onnx_writing)
      try {
        await download('take_home_onnx', taughtRun(own.get('run')).now.network, 'onnx')
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
    if (file) asking(text => said(text && ofFile(file, text)), () => bring(file, { t, bus, said }))
  }
  code({ $, t }, own, said)
}

async function asking(said, act) {
  try {
    said('')
    await act()
  } catch (error) {
    if (!error.kind) console.error(error)
    said(error.message)
  }
}

async function download(route, key, kind) {
  const response = await ask(route, { network: key })
  const link = Object.assign(document.createElement('a'), { href: URL.createObjectURL(await response.blob()), download: `${key.split('/')[1]}.${kind}` })
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}

async function bring(file, { t, bus, said }) {
  const { network } = await (await ask('bring_home', {}, file)).json()
  const before = besideOf(network, bus.get('networks'))
  bus.set('own', { changed: [network] })
  const name = network.split('/')[1]
  said(before ? fill(t.brought_beside, { name, before: before.split('/')[1] }) : fill(t.brought, { name }))
}

function code({ $, t }, own, said) {
  const dialog = $('dialog')
  let asked = null
  $('[data-do=code]').onclick = () =>
    asking(said, async () => {
      asked = { path: 'teach_code', name: 'teach', query: {}, body: JSON.stringify(own.plan()) }
      showCode($('code'), await (await ask(asked.path, {}, asked.body)).text())
      dialog.showModal()
    })
  closesBeside(dialog)
  copying($('[data-do=copy]'), () => $('code').textContent, t)
  taking($('[data-do=take]'), () => asked, said)
}
