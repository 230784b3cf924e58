"""Somebody's own answers to review cards (复习记录): append-only, seen by him alone, wiped by him when he likes."""
