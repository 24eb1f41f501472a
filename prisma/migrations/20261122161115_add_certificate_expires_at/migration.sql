-- AlterTable
ALTER TABLE "mcp_servers" ADD COLUMN "certificate_expires_at" DATETIME;

-- CreateIndex
CREATE INDEX "mcp_servers_certificate_expires_at_idx" ON "mcp_servers"("certificate_expires_at");
