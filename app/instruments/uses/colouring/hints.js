// Dabs of colour on the grey picture, as the address and the server know them. Pure.

/** @typedef {{ x: number, y: number, radius: number, colour: string }} Dab x, y and radius in parts of the picture's longer side; rrggbb */

export const MOST = 64 // dabs
const PARTS = 1000

/** @param {number} part */
const written = part => String(Math.round(PARTS * Math.min(1, Math.max(0, part))))

/**
 * Dabs as text: "500.250.30.cc3311-…".
 * @param {Dab[]} dabs
 */
export const toText = dabs => dabs.map(({ x, y, radius, colour }) => [x, y, radius].map(written).concat(colour).join('.')).join('-')

/**
 * And back; what is no dab is left out.
 * @param {string} text
 * @returns {Dab[]}
 */
export function fromText(text) {
  const found = text.matchAll(/(\d{1,4})\.(\d{1,4})\.(\d{1,4})\.([0-9a-f]{6})/g)
  return [...found].map(([, x, y, radius, colour]) => ({ x: +x / PARTS, y: +y / PARTS, radius: +radius / PARTS, colour }))
}

/**
 * One dab more, the oldest makes room; none where the last one lies nearly there in the same colour.
 * @param {Dab[]} dabs
 * @param {Dab} dab
 */
export function withDab(dabs, dab) {
  const last = dabs.at(-1)
  if (last && last.colour === dab.colour && Math.hypot(last.x - dab.x, last.y - dab.y) < last.radius) return dabs
  return [...dabs, dab].slice(-MOST)
}
