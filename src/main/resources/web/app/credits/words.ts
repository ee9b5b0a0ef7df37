/** A change of the balance with its sign, such as +500 or −20. */
export const signed = (delta: number): string => `${delta < 0 ? '−' : '+'}${Math.abs(delta).toLocaleString('en')}`;
