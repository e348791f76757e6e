// An answer read one level up: the probabilities of a group's classes, summed.

/**
 * The likeliest way down the tree of groups, the root first: at each level the group whose classes have the most probability together.
 * @param {{ names: string[], parents: number[], of: number[] }} groups a parent comes before its children
 * @param {ArrayLike<number>} probabilities by class
 * @returns {{ name: string, probability: number }[]}
 */
export function likeliestGroups({ names, parents, of }, probabilities) {
  const sums = new Float64Array(names.length)
  of.forEach((group, k) => {
    sums[group] += probabilities[k]
  })
  for (let group = names.length - 1; group >= 0; group -= 1) if (parents[group] >= 0) sums[parents[group]] += sums[group]
  const found = []
  for (let above = -1; ;) {
    let best = -1
    parents.forEach((parent, group) => {
      if (parent === above && (best < 0 || sums[group] > sums[best])) best = group
    })
    if (best < 0 || sums[best] < 0.5) return found // what is likelier none of them is not said
    found.push({ name: names[best], probability: sums[best] })
    above = best
  }
}
