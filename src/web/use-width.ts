import { type RefObject, useLayoutEffect, useRef, useState } from 'react';

/** How wide an element is, before it is painted and whenever that changes; null until it is there. */
export function useWidth<One extends HTMLElement>(): [RefObject<One | null>, number | null] {
  const element = useRef<One>(null);
  const [width, setWidth] = useState<number | null>(null);
  useLayoutEffect(() => {
    const { current } = element;
    if (current === null) return;
    const measure = () => setWidth(current.clientWidth);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(current);
    return () => observer.disconnect();
  }, []);
  return [element, width];
}
