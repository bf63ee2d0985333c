import { earlyQuestion } from './early-question.ts';
import { STORED_ITEMS } from './stored-items.ts';

// Written into the page, before all else of it. A chosen theme does not flash, and the answer is on
// its way while the program still comes.
try {
  const theme = localStorage.getItem(STORED_ITEMS.theme);
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset['theme'] = theme;
} catch {
  // Storage may be forbidden; then the system's theme holds.
}
try {
  const question = earlyQuestion(location);
  if (question !== null) {
    const key = sessionStorage.getItem(STORED_ITEMS.key);
    const headers = key === null ? {} : { authorization: `Bearer ${key}` };
    const answer = fetch(question, { headers });
    // It is handled by whoever takes it.
    answer.catch(() => {});
    window.earlyAnswer = { question, answer };
  }
} catch {
  // The program asks for itself, and says what is wrong.
}
