// Names of a visitor's own networks. Pure.

/**
 * The network whose name a new one would have had, where that one got a number because it is still there.
 * @param {string} key
 * @param {Map<string, unknown> | undefined} networks
 */
export function besideOf(key, networks) {
  const plain = key.match(/^(mine\/.+)_\d+$/)?.[1]
  return plain && networks?.has(plain) ? plain : null
}
