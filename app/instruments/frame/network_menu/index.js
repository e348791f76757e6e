// Which network is asked: Look's place for the menu that every tab has.
import { networkMenu } from '../../kit/network_menu.js'

/** @param {import('../../kit/types.js').Instrument} parts */
export function mount({ $, t, bus }) {
  networkMenu($('.menu'), bus, { label: t.network })
}
