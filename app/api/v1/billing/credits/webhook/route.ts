import { handleWebhook } from "@/lib/api/handle-webhook";
import { methods } from "@/lib/api/methods";

export const { GET, POST, PUT, PATCH, DELETE } = methods("POST", handleWebhook);
