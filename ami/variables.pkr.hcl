variable "region" {
  description = "Where the image is built."
  type        = string
  default     = "eu-central-1"
}

variable "architecture" {
  description = "amd64 or arm64; the agent's binary must be of the same."
  type        = string
  default     = "arm64"

  validation {
    condition     = contains(["amd64", "arm64"], var.architecture)
    error_message = "The value of architecture is wrong: amd64 or arm64."
  }
}

variable "postgres_major" {
  description = "PostgreSQL's major version."
  type        = number
  default     = 18

  validation {
    condition     = var.postgres_major >= 14 && var.postgres_major <= 18
    error_message = "The value of postgres_major is wrong: 14 to 18."
  }
}

variable "matriarch_binary" {
  description = "The native agent, as make native builds it on a machine of that architecture; the dead man's switch is inside."
  type        = string
}

variable "walg_version" {
  description = "WAL-G's release, such as 3.0.9; empty for none: the agent has an engine of its own."
  type        = string
  default     = ""
}

variable "walg_sha256" {
  description = "The checksum of that release's archive for this architecture."
  type        = string
  default     = ""
}
