// The points of a race put together: means, ranges, order, and the sentence that they allow. Pure.

/** Points → Map runner → Map count → { mean, low, high, draws } in % of wrong answers. */
export function summarize(points) {
  const found = new Map()
  for (const { runner, count, wrong, tested } of points) {
    if (!found.has(runner)) found.set(runner, new Map())
    const of = found.get(runner)
    if (!of.has(count)) of.set(count, [])
    of.get(count).push((100 * wrong) / tested)
  }
  const summed = errors => ({
    mean: errors.reduce((a, b) => a + b, 0) / errors.length,
    low: Math.min(...errors),
    high: Math.max(...errors),
    draws: errors.length,
  })
  return new Map(
    [...found].map(([runner, of]) => [
      runner,
      new Map([...of].sort(([a], [b]) => a - b).map(([count, errors]) => [count, summed(errors)])),
    ]),
  )
}

/** Runners at one count, the fewest errors first; who has not come so far stands last, in the order of the start. */
export const ordered = (runners, summary, count) =>
  [...runners].sort((a, b) => (summary.get(a.key)?.get(count)?.mean ?? Infinity) - (summary.get(b.key)?.get(count)?.mean ?? Infinity))

/** Who is best at a count, and who cannot be told from the best because their ranges overlap: [key, …], the best first. */
export function leaders(runners, summary, count) {
  const [first, ...rest] = ordered(runners, summary, count)
  const best = summary.get(first?.key)?.get(count)
  if (!best) return []
  return [first.key, ...rest.filter(one => (summary.get(one.key)?.get(count)?.low ?? Infinity) <= best.high).map(one => one.key)]
}

/** Whether every runner has every point. */
export const isComplete = (runners, summary, counts, draws) =>
  runners.every(one => counts.every(count => summary.get(one.key)?.get(count)?.draws === draws))

/**
 * What may be said when all have finished: { from, to, keys } for every stretch of counts where the same runners lead.
 */
export function clearWins(runners, summary, counts) {
  const found = []
  for (const count of counts) {
    const keys = leaders(runners, summary, count)
    const same = found.at(-1)?.keys.length === keys.length && keys.every(key => found.at(-1).keys.includes(key))
    if (same) found[found.length - 1].to = count
    else found.push({ from: count, to: count, keys })
  }
  return found
}

/** The best of those that people designed against the best of those that learned, at a count: { hand, learned } in %, with ranges. */
export function designedAgainstLearned(runners, summary, count) {
  const best = learned =>
    runners
      .filter(one => one.learned === learned)
      .map(one => summary.get(one.key)?.get(count))
      .filter(Boolean)
      .sort((a, b) => a.mean - b.mean)[0]
  return { hand: best(false), learned: best(true) }
}

/** Classes of a runner's line, points and sign: the server says how each looks. */
export const markClasses = one => [one.learned ? 'learned' : 'hand', one.mark, ...(one.faint ? ['faint'] : [])].join(' ')
