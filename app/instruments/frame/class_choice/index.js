// The one list of a network's classes, for whoever lets a class be chosen: it is shown when `classChoice` says so.
import { classList } from './list.js'

/** @param {import('../../kit/types.js').Instrument} parts */
export function mount({ $, t, bus }) {
  const show = classList({ $, t })
  bus.on('classChoice', choice => choice && show(choice))
}
