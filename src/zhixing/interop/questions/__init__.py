"""Questions in and out as files: workbooks, GIFT, Moodle XML, numbered text in Word or plain."""
