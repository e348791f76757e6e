// The rooms of History: which of them is open.
import { views } from '../../kit/views.js'
import { VIEWS } from '../history.js'

export function mount({ $, t, bus }) {
  views({ tab: 'history', names: VIEWS, list: $('.list'), t, bus })
}
