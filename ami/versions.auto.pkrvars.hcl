# What a release of the image is made of. matriarch_binary is given on the command line: it is built here.
postgres_major = 18
walg_version   = ""
walg_sha256    = ""
