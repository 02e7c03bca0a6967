import { answerWebhookRequest as answer } from "@/lib/api/answer-delivery";

// For `next dev` and hosts that run Next by itself; server/ answers in production.
export { answer as DELETE, answer as GET, answer as PATCH, answer as POST, answer as PUT };
