variable "region" {
  description = "Where the cluster lives."
  type        = string
  default     = "eu-central-1"
}

variable "ami_id" {
  description = "The image made by ami/."
  type        = string
}

variable "deletion_protection" {
  description = "Turn it off and apply before terraform destroy."
  type        = bool
  default     = true
}
