// Asks the worker for something.

/**
 * The worker's answer. A message that meets a worker that is just going to sleep is lost, so it is sent once more.
 * @param {{name: string} & Record<string, unknown>} message
 * @returns {Promise<any>}
 * Throws Error when the worker could not do it.
 */
export async function ask(message) {
  const answer = await chrome.runtime.sendMessage(message).catch(() => chrome.runtime.sendMessage(message));
  if (answer?.error) throw new Error(answer.error);
  return answer;
}
