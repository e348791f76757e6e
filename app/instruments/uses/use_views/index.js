// The views of Uses: which of them is open.
import { tabViews } from '../../kit/tab_views.js'
import { VIEWS } from '../settings.js'

/** @typedef {import('../../kit/types.js').Instrument} Instrument */

/** @param {Instrument} parts */
export function mount({ $, t, bus }) {
  tabViews({ tab: 'uses', names: VIEWS, list: $('.list'), t, bus })
}
