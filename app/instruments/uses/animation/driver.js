// The face before the camera: its five points again and again, the next picture when the one before is answered.
import { camera } from '../../kit/camera.js'
import { contextOf, styleOf } from '../../kit/canvas.js'
import { largestFace } from '../face_points.js'
import { paintPoints } from './stage.js'

const PAUSE = 30 // ms from an answer to the next picture

/**
 * `moved(first, now)` hears the points of the face as it began and as it is; `ended()` that the camera is off.
 * @param {import('../../kit/types.js').Instrument} parts
 */
export function createDriver({ $, t }, { moved, ended, say }) {
  const [video, canvas, button, again] = [$('video'), $('.driver canvas'), $('[data-do=camera]'), $('[data-do=from_here]')]
  let first = null
  const cam = camera(video, t, {
    tab: 'uses',
    onMessage: say,
    changed(on) {
      button.ariaPressed = String(on)
      button.textContent = on ? t.camera_off : t.camera
      $('.driver').hidden = again.hidden = !on
      first = null
      if (on) run()
      else ended()
    },
  })
  async function run() {
    if (!cam.on) return
    const file = document.hidden ? null : await cam.snap()
    if (file) {
      const face = await largestFace(file).catch(error => say(error.message || t.no_driver))
      if (!cam.on) return
      if (face) {
        first ??= face.points
        show(face)
        moved(first, face.points)
        say(null)
      } else if (face === null) say(t.no_driver)
    }
    setTimeout(run, PAUSE)
  }
  function show(face) {
    const { videoWidth: width, videoHeight: height } = video
    const factor = 320 / Math.min(width, height)
    Object.assign(canvas, { width: Math.round(width * factor), height: Math.round(height * factor) })
    const style = styleOf(canvas)
    paintPoints(contextOf(canvas), face.points, style.of('accent'), style.of('paper'))
  }
  button.textContent = t.camera
  button.onclick = () => (cam.on ? cam.stop() : cam.start())
  again.onclick = () => (first = null)
  return {
    get on() {
      return cam.on
    },
    stop: () => cam.on && cam.stop(),
  }
}
