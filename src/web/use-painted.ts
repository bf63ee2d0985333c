import { useEffect, useState } from 'react';

/** Whether what `isThere` has been seen: what comes below it is asked for only then, so that one does
 *  not compete with the other for the machine. */
export function usePainted(isThere: boolean): boolean {
  const [isPainted, setPainted] = useState(false);
  useEffect(() => {
    if (!isThere) return;
    let task: ReturnType<typeof setTimeout> | undefined;
    // The frame that shows it, and then the next turn.
    const frame = requestAnimationFrame(() => {
      task = setTimeout(() => setPainted(true));
    });
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(task);
      setPainted(false);
    };
  }, [isThere]);
  return isPainted && isThere;
}
