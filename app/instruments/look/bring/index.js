// A picture of the visitor's own: from a file, the clipboard, a drop, or the camera, which is looked through live.
import { bring } from '../../kit/intake.js'
import { live } from '../../kit/live.js'

export function mount({ $, $$, t, bus }) {
  const picture = $('img')
  const video = $('video')
  const field = $('input[type=file]')
  let address = null
  const changed = on => {
    video.hidden = !on
    for (const b of $$('[data-do=choose], [data-do=camera]')) b.hidden = on
    for (const b of $$('[data-do=keep], [data-do=stop]')) b.hidden = !on
    shown(bus.get('source'))
  }
  const cam = live(video, t, { name: t.live, changed })
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
  const doing = { choose: () => field.click(), camera: cam.start, keep, stop: cam.stop }
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
}
