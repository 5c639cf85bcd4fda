CREATE TABLE "public"."members" ("id" SERIAL NOT NULL, "email" TEXT NOT NULL, CONSTRAINT "members_pkey" PRIMARY KEY ("id"));
CREATE UNIQUE INDEX "members_email_key" ON "public"."members"("email");
