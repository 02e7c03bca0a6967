import { publishStack } from "./current-stack";
import { startStack, stopStack } from "./stack";

export default async function setUp(): Promise<() => Promise<void>> {
  try {
    publishStack(await startStack("test-results/stack"));
  } catch (error) {
    await stopStack();
    throw error;
  }
  return stopStack;
}
