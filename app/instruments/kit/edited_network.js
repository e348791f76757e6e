// `edited` on the bus: { key, wire, edits } of the network in use, null where it is as trained.
// A network that somebody has edited in Filters, asked about in every tab: under the key that the server gave it. Pure.

/** @typedef {import('./bus.js').Bus} Bus */
/** What an edited network answers itself; everything else is about the network as it was trained. */
const ROUTES = new Set(
  'forward feature_maps channel receipt receipt_code effective_receptive_field attribution attribution_per_layer logits deletion_curves attribution_code unit_activations top_patches maximize_activation variants sweep'.split(
    ' ',
  ),
)

/**
 * The same question, about the edited network where it is the one in use, unless it asks for the `trained` one. `edited`: { key, wire } or null.
 * @param {string} path
 * @param {Record<string, any>} query
 * @param {{ key: string, wire: string } | null | undefined} edited
 * @returns {Record<string, any>}
 */
export const aboutEdited = (path, { trained = false, ...query }, edited) =>
  edited && !trained && ROUTES.has(path) && query.network === edited.key ? { ...query, network: edited.wire } : query

/**
 * The key under which a network is asked about now.
 * @param {Bus} bus
 * @param {string} key
 */
export const requestKeyOf = (bus, key) => {
  const edited = bus.get('edited')
  return edited?.key === key ? edited.wire : key
}
