// A picture of the visitor's own: from a file, the clipboard, a drop, or the camera, which is looked through live.
import { choose } from '../../kit/digits.js'
import { bring, networkFor, offerFor, show } from '../../kit/intake.js'
import { live } from '../../kit/live.js'
import { fill } from '../../kit/numbers.js'
import { framed, layBoxes } from './boxes.js'

const LOW = 0.6 // of the picture's height: a digit that reaches further down would lie beneath the words

export function mount({ $, $$, t, bus }) {
  const picture = $('img')
  const video = $('video')
  const field = $('input[type=file]')
  let address = null
  const changed = on => {
    video.hidden = !on
    for (const b of $$('[data-do=choose], [data-do=camera]')) b.hidden = on
    for (const b of $$('[data-do=keep], [data-do=stop]')) b.hidden = !on
    $('.modes').hidden = !on
    shown(bus.get('source'))
  }
  const cam = live(video, t, { name: t.live, stays: true, changed })
  async function keep() {
    const file = await cam.snap()
    cam.stop()
    if (file) bring(file, t.yours)
  }
  function shown(source) {
    if (address) URL.revokeObjectURL(address)
    address = source?.file && !cam.on ? URL.createObjectURL(source.file) : null
    picture.hidden = !address
    if (address) picture.src = address
    else picture.removeAttribute('src')
  }
  function read() {
    const { file, drawing } = bus.get('offer')
    show(bus.get('source'), drawing)
    offerFor(file, !drawing, true) // and back again
  }
  const doing = { choose: () => field.click(), camera: cam.start, keep, stop: cam.stop, read }
  for (const b of $$('[data-do]')) b.onclick = doing[b.dataset.do]
  const take = () => {
    const [file] = field.files
    field.value = '' // the same file may be chosen again
    if (file) bring(file)
  }
  field.onchange = take
  take() // what was chosen before anybody listened
  bus.on('source', source => {
    if (!cam.on) shown(source)
  })
  for (const b of $$('[data-mode]')) b.onclick = () => bus.set('choose', networkFor(b.dataset.mode === 'digit'))
  bus.on('network', ({ drawing }) => {
    for (const b of $$('[data-mode]')) b.ariaPressed = String((b.dataset.mode === 'digit') === !!drawing)
  })
  bus.on(['seen', 'network', 'source', 'offer'], () => told({ $, t, bus }))
}

/** What was found: the digits framed, and in words where there is something to choose. */
function told({ $, t, bus }) {
  const [seen, network, source, offer] = ['seen', 'network', 'source', 'offer'].map(key => bus.get(key))
  if (!seen || seen.network !== network?.key) return
  const found = framed(seen, source, network.drawing)
  layBoxes($('.boxes'), found, t, i => bus.set('source', choose(source, i)))
  const [many, offered] = [found?.boxes.length > 1, !!offer && offer.file === source?.file && offer.drawing !== !!network.drawing]
  $('.found').hidden = !many && !offered
  $('.found span').textContent = many ? fill(t.several, { n: found.boxes.length }) : network.drawing ? t.taken : offer?.moved ? t.moved : t.offer
  const low = found?.boxes.some(([, , , bottom]) => bottom > LOW * found.size[1]) && $('.modes').hidden
  $('.found').classList.toggle('above', !!low) // not over a digit
  const read = $('[data-do=read]')
  read.hidden = !offered
  read.textContent = network.drawing ? t.photograph : t.read
}
