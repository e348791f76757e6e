// The camera as the picture that the networks look at, again and again: the next one goes when the one before has been answered.
import { bus } from './bus.js'
import { camera } from './camera.js'
import { showPicture } from './picture_input.js'

/** @typedef {import('./types.js').NumberArray} NumberArray */
/** @typedef {import('./types.js').Source} Source */

const INTERVAL_MS = 100 // ms from an answer to the next picture: six or more a second are a moving picture

/**
 * As `camera` (kit/camera.js); `name`: what its pictures are called. It goes off when another picture is brought. Its pictures go to the network
 * that is in use, also where that reads digits; the first one to a network for photographs, unless it `stays`.
 * @param {HTMLVideoElement} video
 * @param {import('./types.js').Words} t
 * @param {{ name: string, tab?: string | null, stays?: boolean, changed: (on: boolean) => void, onMessage?: (sentence: string | null) => void }} on
 */
export function liveCamera(video, t, { name, tab = null, stays = false, changed, onMessage = sentence => bus.set('error', sentence) }) {
  const own = Symbol()
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer = 0
  /** @type {NumberArray | null | undefined} */
  let answered = null // the picture that the last one of the camera came after
  /** @type {Source | null} */
  let before = null // what was shown when it went on: it comes back where a picture of the camera is refused
  let first = true
  const cam = camera(video, t, {
    tab,
    onMessage,
    changed(on) {
      clearTimeout(timer)
      changed(on)
      if (!on) return
      bus.set('live', own) // one camera at a time
      before = bus.get('source')
      first = true
      styles()
    },
  })
  async function styles() {
    if (!cam.on) return
    // The picture before has been answered, or was refused: one question at a time, and none while nobody looks.
    const ready = bus.get('forward')?.picture !== answered || bus.get('error')
    if (!document.hidden && ready) {
      const seen = bus.get('forward')?.picture
      const file = await cam.snap()
      if (cam.on && file) {
        answered = seen
        if (first && !stays) showPicture({ file, name })
        else bus.set('source', { file, name })
        first = false
      }
    }
    timer = setTimeout(styles, INTERVAL_MS)
  }
  bus.on('live', other => other !== own && cam.on && cam.stop())
  bus.on('source', source => {
    if (cam.on && source.name !== name && source !== before) cam.stop()
  })
  return cam
}
