export function callItself(origin: string): void;
