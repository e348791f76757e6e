// Latest wins: one question in flight, the newest waits, older ones are dropped.

/**
 * `run(question)` is never run twice at once; `answer(question, result)` is told only what nobody has asked past.
 * @template Question
 * @template Result
 * @param {(question: Question) => Promise<Result>} run
 * @param {(question: Question, result: Result) => void} answer
 * @param {(error: any, question: Question) => void} failed
 */
export function latestOnly(run, answer, failed = () => {}) {
  let busy = false
  /** @type {{ question: Question } | null} */
  let waiting = null
  /**
   * @param {Question} question
   * @returns {Promise<void>}
   */
  const go = async question => {
    if (busy) {
      waiting = { question }
      return
    }
    busy = true
    try {
      const result = await run(question)
      if (!waiting) answer(question, result)
    } catch (error) {
      if (!waiting) failed(error, question)
    }
    busy = false
    if (waiting) {
      const next = waiting
      waiting = null
      go(next.question)
    }
  }
  return go
}
