// The camera through the same kernel: its middle square, as large as Convolve's pictures, picture by picture. It never leaves the page.
import { camera } from '../../kit/camera.js'

/** @typedef {import('../../kit/types.js').Instrument} Instrument */

const SIDE = 224 // px

/** RGBA → a picture as the bus has them, uint8 [SIDE, SIDE, 3]. */
function rgb(data) {
  const values = new Uint8Array(SIDE * SIDE * 3)
  for (let i = 0, from = 0; i < values.length; from++) for (let c = 0; c < 3; c++) values[i++] = data[from++]
  return { values, shape: [SIDE, SIDE, 3], live: true }
}

/**
 * The button and what it starts; what cannot be is said to `told`.
 * @param {Pick<Instrument, '$' | 't' | 'bus'>} parts
 * @param {any} onMessage
 */
export function bindCamera({ $, t, bus }, onMessage) {
  const button = $('[data-do=camera]')
  const video = $('video')
  const canvas = new OffscreenCanvas(SIDE, SIDE)
  const ctx = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext('2d', { willReadFrequently: true }))
  const changed = on => {
    button.ariaPressed = String(on)
    if (on) styles()
    else bus.set('convolve.live', null)
  }
  const cam = camera(video, t, { tab: 'convolve', onMessage: onMessage, changed })
  const styles = () => {
    if (!cam.on) return
    const { videoWidth: width, videoHeight: height } = video
    const side = Math.min(width, height)
    if (side && !document.hidden) {
      ctx.drawImage(video, (width - side) / 2, (height - side) / 2, side, side, 0, 0, SIDE, SIDE)
      bus.set('convolve.live', rgb(ctx.getImageData(0, 0, SIDE, SIDE).data))
    }
    video.requestVideoFrameCallback ? video.requestVideoFrameCallback(styles) : requestAnimationFrame(styles)
  }
  button.onclick = () => (cam.on ? cam.stop() : cam.start())
}
