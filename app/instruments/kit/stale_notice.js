// Whether what stands on the screen is still of another network or picture than the one that is chosen. Pure but for `followStale`.

/** @typedef {import('./bus.js').Bus} Bus */

/** @typedef {import('./state.js').State} State */

/**
 * What is out of date once the page says that it is waiting: { key (of the network it belongs to), other (another network is on its way) },
 * null where nothing is. A layer on its way leaves the answer true,
 * and under a pen that does not rest every answer is the one before.
 * @param {Partial<Pick<State, (typeof BUS_KEYS)[number]>>} now
 * @returns {State['stale']}
 */
export function staleOf({ loading, wantedNetwork, network, forward, layer, maps, source }) {
  if (!loading || !network || forward?.network !== network.key) return null
  if (wantedNetwork && wantedNetwork !== network.key) return { key: network.key, other: true }
  return source?.strokes || (maps && layer !== maps.layer) ? null : { key: network.key, other: false }
}

const BUS_KEYS = /** @type {const} */ (['loading', 'wantedNetwork', 'network', 'forward', 'layer', 'maps', 'source'])

/**
 * Keeps `place` saying whose the old answer is; empty where nothing is old.
 * @param {HTMLElement} place
 * @param {Bus} bus
 */
export function showStaleNotice(place, bus) {
  bus.on(['stale', 'words'], () => {
    const stale = bus.get('stale')
    const words = bus.get('words')
    const text = stale && words ? (stale.other ? words.still_network : words.still_picture) : ''
    place.textContent = place.title = text.replace('{title}', bus.get('network')?.title ?? '')
  })
}

/**
 * Sets `stale` on the bus and the class that greys what it is about, in every tab.
 * @param {Bus} bus
 * @param {Pick<DOMTokenList, 'toggle'>} classes
 */
export function followStale(bus, classes = document.body.classList) {
  bus.on(BUS_KEYS, () => {
    const now = staleOf(Object.fromEntries(BUS_KEYS.map(key => [key, bus.get(key)])))
    const was = bus.get('stale') ?? null
    if (now?.key === was?.key && now?.other === was?.other) return
    classes.toggle('stale', !!now)
    bus.set('stale', now)
  })
}
