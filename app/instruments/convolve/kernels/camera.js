// The camera through the same kernel: its middle square, as large as Convolve's pictures, picture by picture. It never leaves the page.
const SIDE = 224 // px

/** Why there is no camera, as one of our sentences. */
function refusal(error, t) {
  if (!isSecureContext || !navigator.mediaDevices) return t.insecure
  return ['NotFoundError', 'OverconstrainedError', 'DevicesNotFoundError'].includes(error?.name) ? t.no_camera : t.denied
}

/** RGBA → a picture as the bus has them, uint8 [SIDE, SIDE, 3]. */
function rgb(data) {
  const values = new Uint8Array(SIDE * SIDE * 3)
  for (let i = 0, from = 0; i < values.length; from++) for (let c = 0; c < 3; c++) values[i++] = data[from++]
  return { values, shape: [SIDE, SIDE, 3], live: true }
}

export function camera($, t, bus) {
  const button = $('[data-do=camera]')
  const video = $('video')
  const canvas = new OffscreenCanvas(SIDE, SIDE)
  const g = canvas.getContext('2d', { willReadFrequently: true })
  let stream = null
  const look = () => {
    if (!stream) return
    const { videoWidth: width, videoHeight: height } = video
    const side = Math.min(width, height)
    if (side && !document.hidden) {
      g.drawImage(video, (width - side) / 2, (height - side) / 2, side, side, 0, 0, SIDE, SIDE)
      bus.set('convolve.live', rgb(g.getImageData(0, 0, SIDE, SIDE).data))
    }
    video.requestVideoFrameCallback ? video.requestVideoFrameCallback(look) : requestAnimationFrame(look)
  }
  function stop() {
    for (const track of stream?.getTracks() ?? []) track.stop()
    stream = video.srcObject = null
    button.ariaPressed = 'false'
    bus.set('convolve.live', null)
  }
  async function start() {
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' }, audio: false })
    } catch (error) {
      return refusal(error, t)
    }
    button.ariaPressed = 'true'
    video.srcObject = stream
    stream.getVideoTracks()[0]?.addEventListener('ended', stop)
    await video.play().catch(() => {})
    look()
    return null
  }
  bus.on('tab', tab => {
    if (tab !== 'convolve') stop()
  })
  addEventListener('pagehide', stop)
  /** What cannot be is said to `told`. */
  return told => {
    button.onclick = async () => told(stream ? stop() : await start())
  }
}
