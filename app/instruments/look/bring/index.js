// A picture of the visitor's own: from a file, the clipboard, a drop, or the camera, which is looked through live.
import { bus as page } from '../../kit/bus.js'
import { bring, show } from '../../kit/intake.js'

const SHORTER = 320
const EVERY = 250
const QUALITY = 0.9 // px and ms of the camera's pictures: four a second are a moving picture

/** The picture of the moment as a JPEG, its shorter side SHORTER px. */
function snapshot(video) {
  const k = SHORTER / Math.min(video.videoWidth, video.videoHeight)
  const canvas = Object.assign(document.createElement('canvas'), {
    width: Math.round(video.videoWidth * k),
    height: Math.round(video.videoHeight * k),
  })
  canvas.getContext('2d').drawImage(video, 0, 0, canvas.width, canvas.height)
  return new Promise(done => canvas.toBlob(done, 'image/jpeg', QUALITY))
}

/** Why there is no camera, as one of our sentences. */
function refusal(error, t) {
  if (!isSecureContext || !navigator.mediaDevices) return t.insecure
  return ['NotFoundError', 'OverconstrainedError', 'DevicesNotFoundError'].includes(error?.name) ? t.no_camera : t.denied
}

function camera(video, t, changed) {
  let stream = null
  let timer = 0
  const look = async () => {
    if (!stream) return
    // The picture before has been answered, or was refused: one question at a time, and none while nobody looks.
    const answered = page.get('seen')?.picture !== look.seen || page.get('trouble')
    if (!document.hidden && video.videoWidth && answered) {
      look.seen = page.get('seen')?.picture
      const file = await snapshot(video)
      if (stream && file) show({ file, name: t.live })
    }
    timer = setTimeout(look, EVERY)
  }
  function stop() {
    clearTimeout(timer)
    for (const track of stream?.getTracks() ?? []) track.stop()
    stream = video.srcObject = null
    changed(false)
  }
  return {
    get on() {
      return stream !== null
    },
    stop,
    async start() {
      try {
        stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' }, audio: false })
      } catch (error) {
        return page.set('trouble', refusal(error, t))
      }
      page.set('trouble', null)
      video.srcObject = stream
      stream.getVideoTracks()[0]?.addEventListener('ended', stop)
      changed(true)
      await video.play().catch(() => {})
      look()
    },
    async keep() {
      const file = video.videoWidth ? await snapshot(video) : null
      stop()
      if (file) bring(file, t.yours)
    },
  }
}

export function mount({ $, $$, t, bus }) {
  const picture = $('img')
  const video = $('video')
  const field = $('input[type=file]')
  let address = null
  const cam = camera(video, t, on => {
    video.hidden = !on
    for (const b of $$('[data-do=choose], [data-do=camera]')) b.hidden = on
    for (const b of $$('[data-do=keep], [data-do=stop]')) b.hidden = !on
    shown(bus.get('source'))
  })
  function shown(source) {
    if (address) URL.revokeObjectURL(address)
    address = source?.file && !cam.on ? URL.createObjectURL(source.file) : null
    picture.hidden = !address
    if (address) picture.src = address
    else picture.removeAttribute('src')
  }
  const doing = { choose: () => field.click(), camera: cam.start, keep: cam.keep, stop: cam.stop }
  for (const b of $$('[data-do]')) b.onclick = doing[b.dataset.do]
  field.onchange = () => {
    const [file] = field.files
    field.value = '' // the same file may be chosen again
    if (file) bring(file)
  }
  bus.on('source', source => {
    if (cam.on && source.name !== t.live) cam.stop()
    if (!cam.on) shown(source)
  })
  addEventListener('pagehide', cam.stop)
}
