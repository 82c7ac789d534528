/** Length of the vector of an element. */
export const propertyBits = 92;
