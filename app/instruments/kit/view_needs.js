// Which views ask a network for classes.

/**
 * Whether the open view needs classes. Pure.
 * @param {string | null | undefined} tab
 * @param {(key: 'train.view' | 'history.view') => string | undefined} get
 */
export const viewNeedsClasses = (tab, get) =>
  ['explain', 'augment', 'transfer'].includes(tab ?? '') ||
  (tab === 'train' && get('train.view') === 'step') ||
  (tab === 'history' && get('history.view') === 'five')
