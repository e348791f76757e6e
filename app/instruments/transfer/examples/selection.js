// Which examples of a class are selected. Pure. { of: class, ids: the selected ones, at: the one with the focus, from: where a range begins }

/** @type {{ of: any, ids: number[], at: any, from: any }} */
export const NONE = { of: null, ids: [], at: null, from: null }

/** One example more or alone: `shift` a range of what is shown (`all`), `toggle` one of several. */
export function withPicked(now, of, all, id, { shift = false, toggle = false } = {}) {
  const same = now.of === of
  if (shift && same && all.includes(now.from)) {
    const [a, b] = [all.indexOf(now.from), all.indexOf(id)].sort((x, y) => x - y)
    return { of, ids: all.slice(a, b + 1), at: id, from: now.from }
  }
  if (toggle && same) {
    const ids = now.ids.includes(id) ? now.ids.filter(one => one !== id) : all.filter(one => one === id || now.ids.includes(one))
    return { of, ids, at: id, from: id }
  }
  return { of, ids: [id], at: id, from: id }
}

/** Where a key leads from `id`; null for a key that is none of these, or beyond the first or last row. */
export function neighbourByKey(all, id, key, columns) {
  const i = all.indexOf(id)
  const to = {
    ArrowLeft: Math.max(0, i - 1),
    ArrowRight: Math.min(all.length - 1, i + 1),
    ArrowUp: i - columns,
    ArrowDown: i + columns,
    Home: 0,
    End: all.length - 1,
  }[key]
  return all[to] ?? null
}

/** The example that has the focus once some are gone: the next that stays, or the one before; null where none does. */
export function nextFocus(all, gone) {
  const last = all.findLastIndex(id => gone.includes(id))
  return all.slice(last + 1).find(id => !gone.includes(id)) ?? all.slice(0, Math.max(0, last)).findLast(id => !gone.includes(id)) ?? null
}

/** What is left of a selection where only `all` is there. */
export function remaining(now, all) {
  const ids = now.ids.filter(id => all.includes(id))
  return ids.length
    ? { ...now, ids, at: all.includes(now.at) ? now.at : ids.at(-1), from: all.includes(now.from) ? now.from : ids[0] }
    : NONE
}
