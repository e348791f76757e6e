// The camera: one stream, off when the page or its tab is left. Nothing of it leaves the page by itself.
import { createElement } from './element.js'
import { bus } from './bus.js'
import { contextOf } from './canvas.js'

/** @typedef {import('./types.js').Words} Words */

const SHORTER = 320
const QUALITY = 0.9 // px of a picture's shorter side, and of its JPEG

/**
 * Why there is no camera, as one of our sentences.
 * @param {any} error
 * @param {Words} t
 */
function refusal(error, t) {
  if (!isSecureContext || !navigator.mediaDevices) return t.insecure
  return ['NotFoundError', 'OverconstrainedError', 'DevicesNotFoundError'].includes(error?.name) ? t.no_camera : t.denied
}

/**
 * `t` has insecure, denied and no_camera; `told(sentence or null)` hears what cannot be, `changed(on)` that it is on or off.
 * `tab`: where it is used; it ends with the tab, or where none is named with the page.
 * @param {HTMLVideoElement} video
 * @param {Words} t
 * @param {{ tab?: string | null, onMessage: (sentence: string | null) => void, changed: (on: boolean) => void }} on
 */
export function camera(video, t, { tab = null, onMessage, changed }) {
  /** @type {MediaStream | null} */
  let stream = null
  const canvas = createElement('canvas')
  const stop = () => {
    for (const track of stream?.getTracks() ?? []) track.stop()
    stream = video.srcObject = null
    changed(false)
  }
  if (tab) bus.on('tab', now => now !== tab && stream && stop())
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
        return onMessage(refusal(error, t))
      }
      onMessage(null)
      video.srcObject = stream
      stream.getVideoTracks()[0]?.addEventListener('ended', stop)
      await video.play().catch(() => {})
      if (stream) changed(true)
    },
    /**
     * The picture of the moment as a JPEG; null before there is one.
     * @returns {Promise<Blob | null>}
     */
    async snap() {
      const { videoWidth: width, videoHeight: height } = video
      if (!stream || !width) return null
      const k = SHORTER / Math.min(width, height)
      Object.assign(canvas, { width: Math.round(width * k), height: Math.round(height * k) })
      contextOf(canvas).drawImage(video, 0, 0, canvas.width, canvas.height)
      return new Promise(done => canvas.toBlob(done, 'image/jpeg', QUALITY))
    },
  }
}
