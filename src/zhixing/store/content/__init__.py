"""The library (文库): articles by versions, their reviews, slips reported, errata, and files beside them."""
