// The pass: forward it comes to one column after the other, backward it returns. ← and → take it by the hand.
import { currentPass } from '../controller.js'
import { columnAt } from '../settings.js'

/** @typedef {import('../../kit/types.js').Instrument} Instrument */

const FORWARD = 240 // ms a column
const BACKWARD = 420

/**
 * Keeps `step.frontColumn`, the column that the playback has come to; null when it is through. → { move(by) }
 * @param {Pick<Instrument, 'bus'> & Record<string, any>} parts
 */
export function createPlayback({ bus, get, set }) {
  const still = matchMedia('(prefers-reduced-motion: reduce)')
  let timer = 0
  let begun = null // the phase whose playback has started
  const count = () => currentPass(bus)?.columns.length ?? 0
  const end = () => {
    clearInterval(timer)
    timer = 0
  }
  const to = front => {
    const through = front < 0 || front >= count()
    if (through) end()
    set('frontColumn', through ? null : front)
  }
  function start() {
    const phase = get('phase')
    if (!count() || begun === phase) return
    begun = phase
    end()
    if (still.matches || phase === 2 || phase === 4) return set('frontColumn', null)
    to(phase === 1 ? 0 : count() - 1)
    timer = setInterval(() => to(get('frontColumn') + (phase === 1 ? 1 : -1)), phase === 1 ? FORWARD : BACKWARD)
  }
  bus.on(['step.phase', 'step.forwardBackward', 'train.view', 'tab'], start)
  return {
    move(by) {
      if (!count()) return
      const front = get('frontColumn')
      end()
      if (front !== null) return to(front + by)
      const { columns } = currentPass(bus) ?? { columns: [] }
      const at = columnAt({ phase: get('phase'), at: get('at') }, null, columns)
      set('at', columns[Math.max(0, Math.min(columns.length - 1, at + by))].layer)
    },
  }
}
