// The camera, for examples and for a new picture: one at a time, off when the tab is left.
const SHORTER = 320
const QUALITY = 0.9 // px of a picture's shorter side, and of its JPEG

/** Why there is no camera, as one of our sentences. */
function refusal(error, t) {
  if (!isSecureContext || !navigator.mediaDevices) return t.insecure
  return ['NotFoundError', 'OverconstrainedError', 'DevicesNotFoundError'].includes(error?.name) ? t.no_camera : t.denied
}

/** `told(sentence or null)` hears what cannot be, `changed(on)` that it is on or off. */
export function camera(video, t, bus, { told, changed }) {
  let stream = null
  const canvas = document.createElement('canvas')
  const stop = () => {
    for (const track of stream?.getTracks() ?? []) track.stop()
    stream = video.srcObject = null
    changed(false)
  }
  bus.on('tab', tab => tab !== 'transfer' && stream && stop())
  addEventListener('pagehide', stop)
  return {
    get on() {
      return stream !== null
    },
    stop,
    async start() {
      try {
        stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' }, audio: false })
      } catch (error) {
        return told(refusal(error, t))
      }
      told(null)
      video.srcObject = stream
      stream.getVideoTracks()[0]?.addEventListener('ended', stop)
      changed(true)
      await video.play().catch(() => {})
    },
    /** The picture of the moment as a JPEG; null before there is one. */
    async snap() {
      const { videoWidth: width, videoHeight: height } = video
      if (!stream || !width) return null
      const k = SHORTER / Math.min(width, height)
      Object.assign(canvas, { width: Math.round(width * k), height: Math.round(height * k) })
      canvas.getContext('2d').drawImage(video, 0, 0, canvas.width, canvas.height)
      return new Promise(done => canvas.toBlob(done, 'image/jpeg', QUALITY))
    },
  }
}
