CREATE TRIGGER "members_lower_email" AFTER INSERT ON "members" BEGIN
  UPDATE "members" SET "email" = lower("email") WHERE "id" = NEW."id"; -- one; not two
END;
