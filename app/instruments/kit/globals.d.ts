// What the page keeps on `globalThis`, for the type checker alone: the browser never asks for this file.

/** The bus, for the `js=` of Gradio's components. */
declare var cnn: import('./bus.js').Bus | undefined
/** The token under which the server knows the visitor. */
declare var cnnVisitor: string | undefined
/** What the command line says that the page opens with where its address says nothing: a query, or "". */
declare var cnnStart: string | undefined
declare var cnnConnection: import('./connection.js').Connection | undefined
/** Answers that are kept while a lecture is given. */
declare var cnnAnswerCache: import('./answer_cache.js').AnswerCache | undefined
/** Gradio's description of the page. */
declare var gradio_config: { root?: string; components?: { type: string; props?: { elem_id?: string } }[] } | undefined
/** The Navigation API, where the browser has it. */
declare var navigation: EventTarget | undefined
